#!/bin/sh
# The browser tests need Chromium or Chrome, and Firefox. Installs Debian's where it may; else says what to install. Beside Debian's
# Chromium it also takes its shell, without windows, in which pages cost half; where that cannot be had, the tests take longer.
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

may_install() { command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; }

take_the_shell() { # of the very version that is there, so that no browser changes
  version=$(dpkg-query -W -f '${Version}' chromium 2>/dev/null) || return 0
  has chromium-headless-shell && return 0
  apt-cache show "chromium-headless-shell=$version" >/dev/null 2>&1 || apt-get update -qq || return 0
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "chromium-headless-shell=$version" >/dev/null 2>&1 ||
    echo "Debian's chromium-headless-shell $version is not to be had: the browser tests take longer."
}

if [ -z "$missing" ]; then
  if may_install; then take_the_shell; fi
  exit 0
fi

if may_install; then
  echo "Installing Debian's browsers for the browser tests: $missing …"
  apt-get update -qq
  # shellcheck disable=SC2086 # several names
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  take_the_shell
  exit 0
fi
echo "The browser tests need Chromium (or Google Chrome) and Firefox; not here: $missing. Please install, then run make test again:" >&2
echo "  Debian:   sudo apt-get install $missing" >&2
echo "  Ubuntu:   sudo snap install chromium firefox" >&2
echo "  macOS:    brew install --cask google-chrome firefox" >&2
exit 1
