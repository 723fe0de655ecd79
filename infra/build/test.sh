# ./retailguard test: installs what the tests need, runs every suite, and adds up what they counted.
source infra/build/publish.sh
results=$state/test-results

# The suites in the order of what fails fastest.
suites=(format web infra unit fuzz edge cluster http e2e rules)

# What waits more than it works runs beside the next suites.
declare -A beside=([edge]=1)

run_tests() {
  local only=() suite
  while (($#)); do
    case $1 in
      --only) only+=("${2:?--only needs the name of a suite}"); shift 2 ;;
      *) fail "There is no option $1; try: test --only ${suites[*]}" ;;
    esac
  done
  ((${#only[@]})) && suites=("${only[@]}")
  rm -rf "$results"
  mkdir -p "$results"

  need_dotnet
  install &
  local installing=$!
  say "Restoring NuGet packages as the lock files pin them"
  quietly restore dotnet restore RetailGuard.sln --locked-mode
  say "Building everything"
  quietly build dotnet build RetailGuard.sln -c Release --no-restore -v quiet -clp:NoSummary
  wait "$installing" || fail "What the tests need could not be installed."

  for suite in "${suites[@]}"; do
    if [[ -n ${beside[$suite]:-} ]]; then
      say "Testing: $suite, beside what follows"
      "test_$suite" >/dev/null &
    else
      say "Testing: $suite"
      "test_$suite" || true
    fi
  done
  wait
  for suite in "${!beside[@]}"; do
    [[ $(cat "$results/$suite.exit" 2>/dev/null) =~ ^0?$ ]] || tail -n 80 "$results/$suite.log"
  done
  node infra/build/count-tests.mjs "$results" "${suites[@]}"
}

# install: what the suites need besides .NET, while that builds.
install() {
  local suite
  for_assets
  need_npm tests/media "photographs and clips for demonstrations and tests"
  for_web
  for suite in "${suites[@]}"; do
    case $suite in
      unit) command -v pdftoppm >/dev/null || need_debian "printed notices read again" poppler-utils ;;
      infra) need_npm tests/infra "the schema of compose files" ;;
      http)
        need_npm tests/azurite "Azure Blob Storage as a process on this machine"
        need_postgres "tests on PostgreSQL"
        command -v redis-server >/dev/null || need_debian "nodes that meet in Redis" redis-server
        ;;
      e2e) need_browser ;;
    esac
  done
}

# check SUITE COMMAND…: a suite that is one command, counted as one test.
check() {
  local suite=$1
  shift
  if "$@" >"$results/$suite.log" 2>&1; then echo 1 0 0 >"$results/$suite.count"; else
    tail -n 40 "$results/$suite.log"
    echo 0 1 0 >"$results/$suite.count"
  fi
}

# dotnet_suite SUITE: one test project, by its own runner: it also says what went wrong outside a test, and ends with other than 0 then.
# A test's servers live for seconds: to profile what is compiled, to compile it again, and to keep it unwritable, costs more than it gives there.
dotnet_suite() {
  local suite=$1 status=0
  export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0 DOTNET_TC_CallCountThreshold=1000
  timeout -k 10 40m "tests/$suite/bin/Release/net10.0/RetailGuard.Tests.${suite^}" -noLogo -noColor -longRunning 300 \
    -trx "$results/$suite.trx" 2>&1 | tee "$results/$suite.log" || status=$?
  echo "$status" >"$results/$suite.exit"
}

test_format() {
  quietly tools dotnet tool restore
  check format dotnet csharpier check .
}

test_web() {
  check lint npm run lint --prefix web
  (cd web && npx vitest run --reporter=default --reporter=json --outputFile="$results/web.vitest.json")
}

test_infra() { dotnet_suite infra; }
test_unit() { dotnet_suite unit; }
test_fuzz() { dotnet_suite fuzz; }
test_cluster() { dotnet_suite cluster; }
test_edge() { dotnet_suite edge; }

test_http() {
  # Servers that run as processes are as shipped: compiled ahead, they start with a third less work.
  publish_server
  TESTS_SERVER=$state/publish/server/RetailGuard.Server dotnet_suite http
}

test_e2e() {
  # Every screen of the tablet by axe and by keyboard, against a pretend store; and the page on accuracy. They work while the
  # product's tests wait for cameras.
  E2E_RESULTS=$results/accessibility playwright accessibility report >"$results/accessibility.log" 2>&1 &
  local accessibility=$!
  E2E_RESULTS=$results/product with_demo "$state/e2e" 5190 playwright product console || true
  # They stop matching in every store, so they have a demo of their own.
  E2E_RESULTS=$results/stopping with_demo "$state/e2e-stopping" 5192 playwright stopping || true
  wait "$accessibility" || cat "$results/accessibility.log"
  local project
  for project in product stopping accessibility; do
    mv "$results/$project/results.json" "$results/$project.playwright.json" || true
  done
  test_demo
}

# The headless demo, whole, with what it must show.
test_demo() {
  if dotnet infra/tools/Demo/bin/Release/net10.0/retailguard-demo.dll --reset --headless --for 40 \
    --folder "$state/e2e-headless" --port 5191 >"$results/demo.json" 2>"$results/demo.log"; then :; fi
  cat "$results/demo.json"
  check demo node infra/build/check-demo.mjs "$results/demo.json"
}

test_rules() { check rules dotnet infra/tools/Rules/bin/Release/net10.0/retailguard-rules.dll; }

need_browser() {
  need_npm tests/e2e "Playwright and axe"
  command -v chromium >/dev/null || need_debian "browser tests" chromium
}

# with_demo FOLDER PORT COMMAND…: runs a command beside a demo of its own, whose sign-ins RETAILGUARD_E2E names.
with_demo() {
  local folder=$1 port=$2 demo status=0
  shift 2
  local sign_ins=$folder.sign-ins.json
  rm -f "$sign_ins"
  # The browser tests' OpenID provider is on this machine.
  RETAILGUARD_SingleSignOn__PrivateAddresses=allow \
    dotnet infra/tools/Demo/bin/Release/net10.0/retailguard-demo.dll --reset --subjects A --folder "$folder" --port "$port" \
    --sign-ins "$sign_ins" >"$logs/e2e-demo.log" 2>&1 &
  demo=$!
  until [[ -s $sign_ins ]]; do
    kill -0 "$demo" 2>/dev/null || fail "The demo ended at once: $(tail -n 3 "$logs/e2e-demo.log")"
    sleep 0.5
  done
  RETAILGUARD_E2E=$sign_ins "$@" || status=$?
  kill -TERM "$demo" 2>/dev/null || true
  wait "$demo" || true
  return "$status"
}

# The READMEs' pictures of the tablet, with drawn faces, so that nobody's portrait stands in the repository.
screenshots() {
  for_web
  need_browser
  playwright screens
  node tests/e2e/support/pictures.mjs
  say "The pictures in docs/ are new; all screens are in tests/e2e/test-results/screens"
}

# playwright PROJECT…: the browser tests of those projects.
playwright() { (cd tests/e2e && npx playwright test "${@/#/--project=}"); }
