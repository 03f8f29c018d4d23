#!/bin/sh
# The browser tests need Chromium or Chrome. Installs Debian's where it may; else says what to install.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
for app in "/Applications/Google Chrome.app" "/Applications/Chromium.app"; do
  if [ -d "$app" ]; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's chromium for the browser tests …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  exit 0
fi
echo "The browser tests need Chromium or Google Chrome, and none is here. Please install one, then run make test again:" >&2
echo "  Debian, Ubuntu:  sudo apt-get install chromium" >&2
echo "  macOS:           brew install --cask google-chrome" >&2
exit 1
