#!/bin/sh
# The tests of the shared store start engines of their own from Redis's server program. Installs Debian's where it may; else says what to install.
set -eu
. "$(dirname "$0")/../no_services.sh"

if command -v redis-server >/dev/null 2>&1; then exit 0; fi

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's Redis for the tests of the shared store …"
  install_without_services redis-server
  systemctl disable --quiet --now redis-server >/dev/null 2>&1 || true # nor at the next boot
  exit 0
fi
echo "The tests of the shared store need redis-server (7.0 or newer), which is not here. Please install it, then run make test again:" >&2
echo "  Debian, Ubuntu: sudo apt-get install redis-server && sudo systemctl disable --now redis-server" >&2
echo "  Fedora:         sudo dnf install valkey-compat-redis" >&2
echo "  macOS:          brew install redis" >&2
exit 1
