# Steps that the commands of ./retailguard share. Each says what it does and is quick when there is nothing to do.
root=$PWD
state=$root/.retailguard
logs=$state/logs
mkdir -p "$logs"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '\033[1m→ %s\033[0m\n' "$*" >&2; }
fail() {
  printf '✗ %s\n' "$*" >&2
  exit 1
}

# quietly NAME COMMAND…: runs with its output in a log, and shows the log's end when it fails.
quietly() {
  local log=$logs/$1.log
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "That failed; the whole log is $log"
  fi
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: install it (Debian: Microsoft's package dotnet-sdk-10.0) and run this again."
  local have
  have=$(dotnet --version 2>/dev/null || true)
  [[ $have == 10.* ]] || fail "The .NET 10 SDK is needed; dotnet --version says '${have:-nothing}'."
}

need_node() {
  command -v npm >/dev/null || fail "Node.js 20 with npm is missing: install it and run this again."
  local have
  have=$(node --version)
  [[ ${have#v} =~ ^([0-9]+) && ${BASH_REMATCH[1]} -ge 20 ]] || fail "Node.js 20 or later is needed; node --version says $have."
}

# need_npm FOLDER WHY: npm ci, when the lock file changed since the last time.
need_npm() {
  need_node
  local folder=$1 stamp=$1/node_modules/.retailguard-lock
  cmp -s "$folder/package-lock.json" "$stamp" && return
  say "Installing npm packages of $folder ($2)"
  quietly "npm-${folder//\//-}" npm ci --prefix "$folder" --no-audit --no-fund
  cp "$folder/package-lock.json" "$stamp"
}

# need_debian WHY PACKAGE…: installs what is missing.
need_debian() {
  local why=$1 missing=() package
  shift
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok' || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "Installing Debian packages ${missing[*]} ($why)"
  local sudo=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "Install these Debian packages and run this again: ${missing[*]}"
    sudo=(sudo)
  fi
  quietly apt-update "${sudo[@]}" apt-get update
  quietly apt-install "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# need_postgres WHY: wherever it is installed.
need_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need_debian "$1" postgresql; }

# build PROJECT…: Release; dotnet itself knows what is up to date.
build() {
  need_dotnet
  local project
  for project in "$@"; do
    say "Building $project"
    quietly "build-${project//\//-}" dotnet build "$project" -c Release -v quiet -clp:NoSummary
  done
}

# for_assets: what programs load or embed that npm has.
for_assets() {
  need_npm edge-connector/models "ffmpeg and the face models"
  need_npm services/RetailGuard.Notices/fonts "the font of printed notices"
}

for_server() {
  for_assets
  build services/RetailGuard.Server
}

# for_web: the apps of stores and head office, when their sources changed since they were last built.
for_web() {
  need_npm web "the web apps' libraries"
  # The tablet is built last.
  local built=web/apps/tablet/dist/index.html
  if [[ ! -f $built || ! -f web/apps/console/dist/index.html ||
    -n $(find web/apps web/packages web/scripts -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -newer $built -print -quit) ]]; then
    say "Building the web apps"
    quietly build-web npm run build --prefix web
  fi
}

# for_product: everything that the demo starts.
for_product() {
  for_assets
  need_npm tests/media "photographs and clips for demonstrations and tests"
  for_web
  build services/RetailGuard.Server edge-connector/RetailGuard.Edge infra/tools/Demo
}

# exec_dotnet PROJECT ASSEMBLY ARGUMENTS…: becomes the built program.
exec_dotnet() {
  local project=$1 assembly=$2
  shift 2
  exec dotnet "$project/bin/Release/net10.0/$assembly.dll" "$@"
}
