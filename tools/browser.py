"""Run every notebook in JupyterLab in a headless Chromium: ``python run.py browser``.

Copies of the notebooks are run, so that the committed ones stay as they are; a picture of each figure as JupyterLab
shows it goes to ``runs/browser``.  Node.js with npm and a Chromium are needed; where one is missing it is said how to
get it, and the exit status is 2.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "runs" / "browser"
PLAYWRIGHT = "playwright-core@1.65.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def main() -> int:
    missing, browser = find_tools()
    if missing:
        print("\n".join(missing), file=sys.stderr)
        return 2
    modules = install_playwright()
    if modules is None:
        return 2
    copy_project()
    failures = 0
    with jupyterlab() as address:
        for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
            failures += not run_notebook(path.name, modules, str(browser), address)
    print(
        f"pictures are in {OUTPUT.relative_to(ROOT)}; {failures} notebooks failed" if failures else "all notebooks ran"
    )
    return 1 if failures else 0


def find_tools() -> tuple[list[str], str | None]:
    """What is missing and how to get it, and the path of the browser."""
    missing = []
    if not (shutil.which("node") and shutil.which("npm")):
        missing.append("Node.js with npm is needed; it was not found. Install the packages nodejs and npm.")
    browser = os.environ.get("CHROMIUM") or next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        missing.append(
            "A Chromium is needed; none was found. Install one, for example: apt-get install chromium, or say where it "
            "is with CHROMIUM=/path/to/chromium."
        )
    return missing, browser


def install_playwright() -> Path | None:
    """Folder with playwright-core, which drives the browser; fetched once, without a browser of its own."""
    folder = ROOT / "runs" / "node"
    if (folder / "node_modules" / "playwright-core").is_dir():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    npm = shutil.which("npm") or "npm"
    done = subprocess.run([npm, "install", "--no-package-lock", "--ignore-scripts", "--silent", PLAYWRIGHT], cwd=folder)
    if done.returncode:
        print(f"{PLAYWRIGHT} is needed once from npm; npm could not install it (see above).", file=sys.stderr)
        return None
    return folder


def copy_project() -> None:
    """Lay out a folder with copies of the notebooks beside the articles they read."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    (OUTPUT / "notebooks").mkdir(parents=True)
    for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"):
        shutil.copyfile(path, OUTPUT / "notebooks" / path.name)
    settings = OUTPUT / "jupyter" / "lab" / "settings"
    settings.mkdir(parents=True)
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
    (settings / "overrides.json").write_text(json.dumps(quiet), encoding="utf-8")


@contextlib.contextmanager
def jupyterlab() -> Iterator[tuple[int, str]]:
    """A JupyterLab on the loopback address with a token of its own; (port, token)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root",
        "--expose-app-in-browser", f"--ServerApp.root_dir={OUTPUT}",
        f"--LabApp.app_settings_dir={OUTPUT}/jupyter/lab/settings",
    ]  # fmt: skip
    environment = os.environ | {
        "JUPYTER_TOKEN": token,
        "NEWSUTIL_CORPUS": os.environ.get("NEWSUTIL_CORPUS", str(ROOT / "data" / "pages")),
        "NEWSUTIL_FIGURES": str(OUTPUT / "figures"),
        "FONTCONFIG_FILE": str(write_font_settings()),
    }
    with (OUTPUT / "jupyterlab.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(port, server)
            yield port, token
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(15)
            server.kill()


def write_font_settings() -> Path:
    """Let the browser use the package's Chinese font, for machines without one."""
    spec = find_spec("zhplot")
    fonts = Path(next(iter(spec.submodule_search_locations))) / "fonts"
    path = OUTPUT / "fonts.conf"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{fonts}</dir>'
        f"<dir>/usr/share/fonts</dir><cachedir>{OUTPUT}/fontcache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return path


def wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(120):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit(f"JupyterLab did not start; what it said is in {(OUTPUT / 'jupyterlab.log').relative_to(ROOT)}.")


def run_notebook(name: str, modules: Path, browser: str, address: tuple[int, str]) -> bool:
    port, token = address
    url = f"http://127.0.0.1:{port}/lab/workspaces/auto-1/tree/notebooks/{name}?reset&token={token}"
    picture = OUTPUT / name.replace(".ipynb", ".png")
    command = ["node", str(ROOT / "tools" / "browser.mjs"), str(modules), browser, url, str(picture)]
    environment = os.environ | {"FONTCONFIG_FILE": str(OUTPUT / "fonts.conf")}
    started = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=600, env=environment)
    except subprocess.TimeoutExpired:
        print(f"{name}: not done after ten minutes")
        return False
    good = done.returncode == 0
    print(f"{name}: {'ran' if good else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    if not good:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n")
    return good


if __name__ == "__main__":
    sys.exit(main())
