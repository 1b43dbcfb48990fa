# What ./run and ./test share: the Python environment in .venv and the libraries of the PDF.
# Sourced from the project's folder. No absolute path is kept: the folder may be moved.

say() {
    printf '%s\n' "$*"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# One setting-up at a time. The folder itself is the lock, and a process that ends lets go of it.
lock_setup() {
    exec 9<.
    if command -v flock >/dev/null; then flock 9; fi
}

unlock_setup() {
    exec 9<&-
}

check_python() {
    command -v "$python" >/dev/null ||
        fail "Python is missing: install python3 and python3-venv, version 3.11 or newer."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Python 3.11 or newer is needed; this is $("$python" --version 2>&1)."
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python cannot make environments here: install the package python3-venv."
}

version_of() {
    "$1" -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null
}

# True when .venv is whole and of the Python at hand.
has_environment() {
    [ "$(version_of .venv/bin/python)" = "$(version_of "$python")" ] &&
        .venv/bin/python -m pip --version >/dev/null 2>&1
}

# What an environment with this lock file's packages is known by.
digest_of() {
    { version_of "$python"; cat "$1"; } | sha256sum
}

# Install a lock file's packages, unless that very file is installed already.
install_packages() {
    lock=$1
    stamp=.venv/installed-$lock
    digest=$(digest_of "$lock")
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ]; then return; fi
    say "Installing the packages of $lock into .venv …"
    has_environment || "$python" -m venv --clear .venv ||
        fail "The environment .venv could not be made."
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: --requirement "$lock" ||
        fail "The packages could not be installed: is the Python package index reachable?"
    printf '%s\n' "$digest" >"$stamp"
}

has_pango() {
    "$python" -c 'import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
    ctypes.CDLL(name)' 2>/dev/null
}

# PDF needs three libraries that are no Python packages. Everything else works without them.
install_pango() {
    if has_pango; then return; fi
    libraries="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing Pango's libraries for PDF …"
        export DEBIAN_FRONTEND=noninteractive
        log=$(mktemp)
        install="apt-get install --yes --quiet --no-install-recommends $libraries"
        $install >"$log" 2>&1 || { apt-get update >>"$log" 2>&1 && $install >>"$log" 2>&1; } || :
        if has_pango; then rm -f "$log"; return; fi
        say "PDF is off: $libraries could not be installed (see $log)."
    else
        say "PDF is off: to switch it on, run as root: apt-get install $libraries"
    fi
}

# LANG=C must not turn Thai into question marks.
export PYTHONUTF8=1
python=${PYTHON:-python3}
