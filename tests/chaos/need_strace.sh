#!/bin/sh
# The test of a power cut watches the server's system calls with strace, which Linux has. Installs Debian's where it may; else says what to install.
set -eu

if [ "$(uname -s)" != Linux ] || command -v strace >/dev/null 2>&1; then exit 0; fi

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's strace for the test of a power cut …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >/dev/null
  exit 0
fi
echo "The test of a power cut needs strace, which is not here. Please install it, then run make test again:" >&2
echo "  Debian, Ubuntu: sudo apt-get install strace" >&2
echo "  Fedora:         sudo dnf install strace" >&2
exit 1
