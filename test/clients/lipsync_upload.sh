#!/usr/bin/env bash
# Uploads a recording and a video in chunks, then has them lip-synced. Usage: BASE_URL API_KEY AUDIO VIDEO OUTPUT
set -euo pipefail
base=$1 key=$2 audio=$3 video=$4 output=$5
api=$base/api/v1
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

call() { curl -sS --fail-with-body -H "X-API-Key: $key" "$@"; }
# The value of a field of flat JSON; enough for these answers.
field() { sed -E "s/.*\"$1\":(\"([^\"]*)\"|([0-9.]+|null)).*/\2\3/"; }

upload() {
  local file=$1 size chunk=65536 id sum
  size=$(stat -c %s "$file")
  sum=$(sha256sum "$file" | cut -d' ' -f1)
  id=$(call -H 'Content-Type: application/json' "$api/upload/init" \
    -d "{\"filename\":\"$(basename "$file")\",\"size\":$size,\"chunk_size\":$chunk,\"sha256\":\"$sum\"}" | field upload_id)
  rm -f "$parts"/*
  split -b $chunk -d -a 4 "$file" "$parts/part"
  # The last first, two at a time, the first one twice.
  for part in $(ls -r "$parts") "part0000"; do
    call -F "chunk=@$parts/$part" -F "index=$((10#${part#part}))" -F "upload_id=$id" "$api/upload/chunk" >&2 &
    [[ $(jobs -rp | wc -l) -lt 2 ]] || wait -n
  done
  wait
  call -H 'Content-Type: application/json' "$api/upload/complete" -d "{\"upload_id\":\"$id\"}" | field path
}

audio_path=$(upload "$audio")
video_path=$(upload "$video")
task=$(call -H 'Content-Type: application/json' "$api/generate" \
  -d "{\"audio_path\":\"$audio_path\",\"video_path\":\"$video_path\",\"resolution\":\"360p\"}" | field polling_url)
for _ in $(seq 480); do
  state=$(call "$base$task")
  case $(grep -oE '"status":"[a-z]+"' <<<"$state" | head -1) in
    *completed*)
      curl -sS --fail-with-body -o "$output" "$base$(field result_url <<<"$state")"
      exit 0
      ;;
    *pending* | *processing*) sleep 0.5 ;;
    *) echo "$state" >&2 && exit 1 ;;
  esac
done
exit 1
