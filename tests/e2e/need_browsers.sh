#!/bin/sh
# The browser tests need Chromium or Chrome, and Firefox. Installs Debian's where it may; else says what to install.
set -eu

has() { # any of these commands or, on a Mac, programs
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1 || [ -d "/Applications/$name.app" ]; then return 0; fi
  done
  return 1
}

missing=""
has chromium chromium-browser google-chrome google-chrome-stable "Google Chrome" Chromium || missing="chromium"
has firefox-esr firefox Firefox || missing="$missing firefox-esr"
if [ -z "$missing" ]; then exit 0; fi

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's browsers for the browser tests: $missing …"
  apt-get update -qq
  # shellcheck disable=SC2086 # several names
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  exit 0
fi
echo "The browser tests need Chromium (or Google Chrome) and Firefox; not here: $missing. Please install, then run make test again:" >&2
echo "  Debian:   sudo apt-get install $missing" >&2
echo "  Ubuntu:   sudo snap install chromium firefox" >&2
echo "  macOS:    brew install --cask google-chrome firefox" >&2
exit 1
