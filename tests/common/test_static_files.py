"""Style sheets, fonts and signs as they are served: named by their content, compressed."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

PRODUCTION = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
SHEETS = ["tokens", "frame", "components", "tables", "lists", "pages", "print"]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``collectstatic`` fills."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=PRODUCTION):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.mark.once
def test_every_file_is_hashed_and_text_is_compressed(collected: Path) -> None:
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    for name in [f"css/{sheet}.css" for sheet in SHEETS] + ["icons.svg", "favicon.svg"]:
        assert manifest[name] != name
    for name in [f"css/{sheet}.css" for sheet in SHEETS] + ["icons.svg"]:
        assert (collected / f"{manifest[name]}.gz").exists()


@pytest.mark.once
def test_the_style_sheet_names_the_hashed_fonts(collected: Path) -> None:
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    css = (collected / manifest["css/tokens.css"]).read_text(encoding="utf-8")
    for weight in ("Regular", "Medium", "SemiBold", "Bold"):
        hashed = manifest[f"fonts/Sarabun-{weight}.ttf"]
        assert f'url("../{hashed}")' in css
        assert (collected / hashed).exists()
    assert "http" not in css
    assert css.count("font-display: swap") == 4
