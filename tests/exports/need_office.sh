#!/bin/sh
# A test of the spreadsheet opens it in LibreOffice. Installs Debian's where it may; else says what to install.
set -eu

if command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1 || [ -d /Applications/LibreOffice.app ]; then exit 0; fi

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's LibreOffice Calc for the test of the spreadsheet …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null
  exit 0
fi
echo "The test of the spreadsheet needs LibreOffice, which is not here. Please install it, then run make test again:" >&2
echo "  Debian, Ubuntu: sudo apt-get install --no-install-recommends libreoffice-calc-nogui" >&2
echo "  macOS:          brew install --cask libreoffice" >&2
exit 1
