#!/bin/sh
# The files of deploy/ are tried with nginx and Caddy themselves. Installs Debian's where it may; else says what to install.
set -eu
. "$(dirname "$0")/../no_services.sh"

if [ "$(uname -s)" != Linux ]; then exit 0; fi # those tests are skipped then
PATH="$PATH:/usr/sbin"
if command -v nginx >/dev/null 2>&1 && command -v caddy >/dev/null 2>&1; then exit 0; fi

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's nginx and Caddy for the tests of deploy/ …"
  install_without_services nginx-light caddy
  exit 0
fi
echo "The tests of deploy/ need nginx and Caddy, which are not here. Please install them, then run make test again:" >&2
echo "  Debian, Ubuntu: sudo apt-get install nginx-light caddy" >&2
echo "  Fedora:         sudo dnf install nginx caddy" >&2
exit 1
