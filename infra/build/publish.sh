# ./retailguard publish: the server and the connector as folders that infra/container makes images of, below .retailguard/publish.
publish() {
  (($# == 0)) || fail "publish takes no option."
  local out=$state/publish
  for_models
  for_web
  need_dotnet
  rm -rf "$out"
  local project
  for project in services/RetailGuard.Server:server edge-connector/RetailGuard.Edge:edge; do
    say "Publishing ${project%:*}"
    quietly "publish-${project#*:}" dotnet publish "${project%:*}" -c Release -v quiet -o "$out/${project#*:}"
    node infra/build/copy-models.mjs edge-connector/models "$out/${project#*:}/models"
  done
  cp -r web/apps/tablet/dist "$out/server/tablet"
  say "Published to $out; images: infra/container"
}
