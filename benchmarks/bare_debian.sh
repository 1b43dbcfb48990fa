#!/usr/bin/env bash
# Both commands on a bare Debian 12 that has python3 and python3-venv and nothing else:
# seconds to the first page as root, as an ordinary user, and of a second start; then the tests.
# Needs root and debootstrap. Arguments go to ./test.
set -euo pipefail
cd "$(dirname "$0")/.."

port=8765
system=$(mktemp -d)
chmod 755 "$system"
trap clean EXIT

clean() {
    for point in proc dev; do
        if mountpoint --quiet "$system/$point"; then umount --recursive "$system/$point"; fi
    done
    rm -rf --one-file-system "$system"
}

# What this machine needs to reach its package mirrors; none of it is the project's.
copy_mirror_settings() {
    local file
    for file in /etc/resolv.conf /etc/hosts /etc/pip.conf "$HOME/.config/pip/pip.conf" \
        /etc/ssl/certs/ca-certificates.crt; do
        if [ -e "$file" ]; then install -D --mode 644 "$file" "$system$file"; fi
    done
    for file in /etc/apt/apt.conf.d/*; do
        case $file in *docker*) continue ;; esac
        cp "$file" "$system/etc/apt/apt.conf.d/"
    done
}

in_system() { # USER COMMAND…; takes the place of the shell that calls it
    local user=$1
    shift
    exec chroot --userspec="$user" "$system" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        HOME="$(home_of "$user")" PORT=$port "$@"
}

home_of() {
    if [ "$1" = root ]; then echo /root; else echo "/home/$1"; fi
}

seconds_since() {
    awk -v start="$1" -v end="$(date +%s.%N)" 'BEGIN { printf "%.1f", end - start }'
}

# Start ./run, wait for the first page, stop it.
measure_start() { # USER FOLDER WHAT
    local start log status site
    start=$(date +%s.%N)
    log=$(mktemp)
    in_system "$1" "$2/run" >"$log" 2>&1 &
    site=$!
    until curl --silent --fail --output /dev/null "http://127.0.0.1:$port/"; do
        sleep 0.1
        if ! kill -0 "$site" 2>/dev/null; then
            cat "$log"
            echo "$3: ./run ended before the first page"
            exit 1
        fi
    done
    echo "$3: $(seconds_since "$start") s to the first page"
    sed 's/^/    /' "$log"
    kill -INT "$site"
    status=0
    wait "$site" || status=$?
    [ $status = 0 ] || echo "$3: ./run ended with status $status"
    rm -f "$log"
}

debootstrap --variant=minbase --include=python3,python3-venv bookworm "$system" >/dev/null
mount --rbind /dev "$system/dev"
mount --make-rslave "$system/dev"
mount -t proc proc "$system/proc"
copy_mirror_settings
chroot "$system" useradd --create-home somebody
for owner in somebody root; do
    folder=$system$(home_of $owner)/plan
    mkdir "$folder"
    git archive HEAD | tar -x -C "$folder"
    chroot "$system" chown -R "$owner:" "$(home_of $owner)/plan"
done

measure_start somebody /home/somebody/plan "ordinary user"
measure_start somebody /home/somebody/plan "ordinary user, second start"
measure_start root /root/plan "root"
measure_start root /root/plan "root, second start"
start=$(date +%s.%N)
(in_system root /root/plan/test "$@")
echo "tests: $(seconds_since "$start") s"
