# Sourced by need_*.sh. Debian starts what it installs: here a program is wanted, and no service that nobody asked for.

install_without_services() {
  refuse=/usr/sbin/policy-rc.d # asked before any service is started
  if [ ! -e "$refuse" ]; then
    trap 'rm -f "$refuse"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$refuse"
    chmod +x "$refuse"
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
