# shellcheck shell=bash
# What ./outrigger and ./test share: finding .NET, building quietly, and the native proxy.
# Sourced, not run.

: "${root:?the folder of the checkout}"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Build nodes that outlive the build would be processes left behind.
export MSBUILDDISABLENODEREUSE=1

say() { echo "${0##*/}: $*" >&2; }

die() { say "$*"; exit 1; }

require_dotnet() {
  command -v dotnet >/dev/null || die "the .NET SDK 10 is needed and 'dotnet' is not on the PATH"
  local version
  version=$(cd "$root" && dotnet --version 2>/dev/null) ||
    die "the .NET SDK that global.json asks for (10.0) is not installed; installed: $(dotnet --list-sdks | cut -d' ' -f1 | xargs)"
  [[ $version == 10.* ]] || die "the .NET SDK 10 is needed, found $version"
}

# run_quietly WHAT COMMAND…: shows the command's output only when it fails.
run_quietly() {
  local what=$1 log
  shift
  mkdir -p "$root/artifacts/log"
  log="$root/artifacts/log/${what// /-}.log"
  if ! "$@" >"$log" 2>&1; then
    grep -E 'error|warning' "$log" | sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
    die "$what failed; everything it said is in $log"
  fi
}

# is_current STAMP PATH…: true when nothing below the paths is newer than the stamp. Folders count too: a file
# that was removed changes its folder.
is_current() {
  local stamp=$1
  shift
  [[ -e $stamp && -z $(find "$@" -newer "$stamp" -print -quit) ]]
}

# A part's stamp bears the time at which its last successful build began: what is edited meanwhile is built next time.
stamps=$root/artifacts/stamps

stamp_begin() { mkdir -p "$stamps" && touch "${@/#/$stamps/.}"; }

stamp_end() {
  local part
  for part in "$@"; do mv "$stamps/.$part" "$stamps/$part"; done
}

runtime_identifier() {
  local os=linux
  if [[ -e /etc/alpine-release ]]; then os=linux-musl; fi
  case $(uname -m) in
    x86_64) echo "$os-x64" ;;
    aarch64 | arm64) echo "$os-arm64" ;;
    *) echo "" ;;
  esac
}

# NativeAOT links with clang or gcc; a compiler without the C library's start files cannot.
has_native_linker() {
  local compiler
  [[ -n $(runtime_identifier) ]] || return 1
  compiler=$(command -v clang || command -v gcc) || return 1
  echo 'int main(void) { return 0; }' | "$compiler" -x c -o /dev/null - 2>/dev/null
}

# Builds the proxy as one native file where that is possible; the dynamically compiled one else.
build_proxy() {
  local proxy=$root/src/Outrigger.Proxy
  if has_native_linker; then
    run_quietly "publishing the proxy" \
      dotnet publish "$proxy" -c Release -r "$(runtime_identifier)" -v q -nologo -clp:NoSummary
  else
    # A native build from another day would win over the one made here.
    rm -rf "$root/artifacts/publish/Outrigger.Proxy"
    say "no working clang or gcc: using the JIT build of the proxy (slower to start, more memory)"
    run_quietly "building the proxy" dotnet build "$proxy" -c Release -v q -nologo -clp:NoSummary
  fi
}
