#!/usr/bin/env bash
# A Docker engine for CI, on Debian as root, where none is running: .ci/dockerd.sh install|start|stop
#
#   install  the engine and docker-compose from Debian's packages, unless they are there
#   start    starts a daemon, unless one answers, and returns when it answers
#   stop     stops the daemon that "start" started; another one is left alone
#
# DOCKERD_STATE is where the daemon's pid and log are kept (/run/sluice-ci-dockerd).
set -euo pipefail

state=${DOCKERD_STATE:-/run/sluice-ci-dockerd}
pid_file=$state/dockerd.pid
log=$state/dockerd.log
patience=60 # seconds, to start as to stop

die() {
    echo "dockerd.sh: $*" >&2
    exit 1
}

answers() {
    docker info >/dev/null 2>&1
}

alive() {
    kill -0 "$1" 2>/dev/null
}

# Waits until the command given succeeds, or fails after the time that a healthy machine never needs.
within_patience() {
    local deadline=$((SECONDS + patience))
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}

install_packages() {
    local missing=() package command
    # tini is what "init: true" runs; busybox is the shell of images made by mkimage-jlink.sh
    for package in docker.io:dockerd docker-compose:docker-compose iptables:iptables busybox:busybox tini:tini; do
        command=${package#*:}
        type -P "$command" >/dev/null || missing+=("${package%%:*}")
    done
    ((${#missing[@]})) || return 0
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q </dev/null
    apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null
}

start() {
    if answers; then
        echo "a Docker daemon is running already"
        return
    fi
    mkdir -p "$state"
    # A session of its own and no inherited streams: the daemon must neither get this script's Ctrl-C nor keep the pipe
    # open to which CI writes.
    setsid dockerd --pidfile "$pid_file" </dev/null >"$log" 2>&1 &
    local pid=$!
    started_or_dead() { answers || ! alive "$pid"; }
    if ! within_patience started_or_dead || ! answers; then
        tail -n 20 "$log" >&2
        die "the daemon does not answer; the end of its log is above"
    fi
    echo "the Docker daemon answers"
}

stop() {
    [[ -s $pid_file ]] || return 0
    local pid
    pid=$(<"$pid_file")
    kill -TERM "$pid" 2>/dev/null || return 0
    stopped() { ! alive "$pid"; }
    within_patience stopped || die "the daemon (process $pid) does not stop; see $log"
}

case ${1-} in
install) install_packages ;;
start) start ;;
stop) stop ;;
*) die "usage: dockerd.sh install|start|stop" ;;
esac
