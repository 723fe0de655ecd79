# ./retailguard bench: measurements on this machine, and the long runs of two tests. Progress goes to the standard error.

run_bench() {
  local what=${1:-}
  shift || true
  case $what in
    matching)
      local option
      for option in "$@"; do
        [[ $option == --peers ]] && need_peers
      done
      build tests/bench/Matching
      exec_dotnet tests/bench/Matching retailguard-bench-matching matching "$@"
      ;;
    confirmation)
      for_assets
      need_npm tests/media "photographs and clips for demonstrations and tests"
      build services/RetailGuard.Server tests/bench/Load
      exec_dotnet tests/bench/Load retailguard-bench confirmation "$@"
      ;;
    alerts)
      for_assets
      build services/RetailGuard.Server tests/bench/Load
      exec_dotnet tests/bench/Load retailguard-bench alerts "$@"
      ;;
    database-hang | strangers)
      for_assets
      need_postgres "the database of a server under load"
      need_npm tests/azurite "Azure Storage as a process on this machine"
      build services/RetailGuard.Server tests/bench/Load
      exec_dotnet tests/bench/Load retailguard-bench "$what" "$@"
      ;;
    cluster)
      for_assets
      need_npm tests/media "photographs and clips for demonstrations and tests"
      need_npm tests/azurite "Azure Storage as a process on this machine"
      need_postgres "one record for several nodes"
      build tests/bench/Load
      source infra/build/publish.sh
      publish_server
      TESTS_SERVER=$state/publish/server/RetailGuard.Server exec_dotnet tests/bench/Load retailguard-bench cluster "$@"
      ;;
    kills) TESTS_KILLS=${1:-100} long_test KillTests ;;
    hub-fuzz) TESTS_FUZZ_SECONDS=${1:-60} long_test HubFuzzTests ;;
    *) fail "There is no measurement ${what:-without a name}; try: bench matching, bench confirmation, bench alerts, bench database-hang, bench strangers, bench cluster, bench kills, bench hub-fuzz" ;;
  esac
}

# FAISS and NumPy take whichever BLAS is the default one. Debian's reference BLAS is twenty times slower and proves nothing.
need_peers() {
  need_debian "FAISS, a matrix product and the BLAS of both, to compare with" python3-faiss python3-numpy libopenblas0-pthread
  need_npm tests/bench "USearch, to compare with"
}

# long_test CLASS: one class of the http suite, telling what it does.
long_test() {
  for_assets
  need_npm tests/media "photographs and clips for demonstrations and tests"
  build tests/http
  exec tests/http/bin/Release/net10.0/RetailGuard.Tests.Http -class "RetailGuard.Tests.Http.$1" -showLiveOutput -noLogo
}
