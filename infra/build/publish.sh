# ./retailguard publish: the server and the connector as folders that infra/container makes images of, below .retailguard/publish.
publish() {
  (($# == 0)) || fail "publish takes no option."
  local out=$state/publish
  for_assets
  for_web
  need_dotnet
  publish_server
  publish_project edge-connector/RetailGuard.Edge "$out/edge"
  local app
  for app in tablet console; do cp -r "web/apps/$app/dist" "$out/server/$app"; done
  say "Published to $out; images: infra/container"
}

# Compiled ahead for the servers' processors: a node that takes over has no time to compile.
publish_server() { publish_project services/RetailGuard.Server "$state/publish/server" -r linux-x64 --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false; }

# publish_project PROJECT FOLDER OPTION…
publish_project() {
  local project=$1 out=$2
  shift 2
  say "Publishing $project"
  rm -rf "$out"
  quietly "publish-${out##*/}" dotnet publish "$project" -c Release -v quiet -o "$out" "$@"
  node infra/build/copy-models.mjs edge-connector/models "$out/models"
}
