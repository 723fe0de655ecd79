# ./retailguard bench: measurements and the long runs of two tests.

run_bench() {
  local what=${1:-}
  shift || true
  case $what in
    confirmation)
      for_models
      need_npm tests/media "photographs and clips for demonstrations and tests"
      build services/RetailGuard.Server services/RetailGuard.Cli
      exec_dotnet services/RetailGuard.Cli retailguard-cli bench confirmation "$@"
      ;;
    kills) RETAILGUARD_KILLS=${1:-100} long_test KillTests ;;
    hub-fuzz) RETAILGUARD_FUZZ_SECONDS=${1:-60} long_test HubFuzzTests ;;
    *) fail "There is no measurement ${what:-without a name}; try: bench confirmation, bench kills, bench hub-fuzz" ;;
  esac
}

# long_test CLASS: one class of the http suite, telling what it does.
long_test() {
  for_models
  need_npm tests/media "photographs and clips for demonstrations and tests"
  build tests/http
  exec tests/http/bin/Release/net10.0/RetailGuard.Tests.Http -class "RetailGuard.Tests.Http.$1" -showLiveOutput -noLogo
}
