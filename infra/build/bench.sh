# ./retailguard bench matching: measures exact search on this machine. Progress goes to the standard error, JSON to the standard output.

# bench OPTION…: with --peers, installs what it is compared with.
bench() {
  local option
  for option in "$@"; do
    [[ $option == --peers ]] && need_peers
  done
  build tests/bench
  exec_dotnet tests/bench retailguard-bench "$@"
}

# FAISS and NumPy take whichever BLAS is the default one. Debian's reference BLAS is twenty times slower and proves nothing.
need_peers() {
  need_debian "FAISS, a matrix product and the BLAS of both, to compare with" python3-faiss python3-numpy libopenblas0-pthread
  need_npm tests/bench "USearch, to compare with"
}
