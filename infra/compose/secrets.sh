#!/usr/bin/env bash
# Makes the secrets that compose.yaml names, below ./secrets (or the folder given). What is there already is kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
folder=${1:-secrets}
# The folder keeps everybody else out; its files can be read because containers' accounts are not this machine's.
mkdir -p "$folder/tls"
chmod 0700 "$folder"
umask 022

random() { openssl rand -hex 32; }

# keep NAME: writes the standard input to that file unless it is there.
keep() { if [[ -e $folder/$1 ]]; then cat >/dev/null; else cat >"$folder/$1"; fi; }

openssl rand -base64 32 | keep Storage__MasterKey

random | keep postgres-password
keep Storage__Postgres <<<"Host=postgres;Database=retailguard;Username=retailguard;Password=$(<"$folder/postgres-password")"

redis=$(random)
keep redis-users <<<"user default on >$redis ~* &* +@all"
redis=$(sed 's/.*>\([^ ]*\).*/\1/' "$folder/redis-users")
keep Cluster__Connection <<<"redis:6379,password=$redis,abortConnect=false"

keep azurite-accounts <<<"retailguard:$(openssl rand -base64 64 | tr -d '\n')"
account=$(<"$folder/azurite-accounts")
keep Storage__AzureBlobs <<<"DefaultEndpointsProtocol=http;AccountName=retailguard;AccountKey=${account#*:};BlobEndpoint=http://azurite:10000/retailguard;"

# An authority of this cluster alone, and a certificate for each silo, for both ends of mutual TLS.
authority=$folder/tls/authority
if [[ ! -e $authority.crt ]]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=RetailGuard silos" \
    -addext "keyUsage=critical,keyCertSign,cRLSign" -keyout "$authority.key" -out "$authority.crt" 2>/dev/null
  chmod 0600 "$authority.key"
fi
for silo in silo-1 silo-2 silo-3; do
  [[ -e $folder/tls/$silo/silo.crt ]] && continue
  mkdir -p "$folder/tls/$silo"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$silo" \
    -keyout "$folder/tls/$silo/silo.key" -out "$folder/tls/$silo/request" 2>/dev/null
  openssl x509 -req -in "$folder/tls/$silo/request" -CA "$authority.crt" -CAkey "$authority.key" -CAcreateserial -days 825 \
    -extfile <(printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=critical,digitalSignature\n' "$silo") \
    -out "$folder/tls/$silo/silo.crt" 2>/dev/null
  cp "$authority.crt" "$folder/tls/$silo/authority.crt"
  chmod 0644 "$folder/tls/$silo/silo.key"
  rm "$folder/tls/$silo/request"
done
echo "The secrets are in $(realpath "$folder"). Keep a copy of Storage__MasterKey apart from the data: without it nothing sealed can be read."
