"""Waits for one talking video and writes it down. Usage: BASE_URL API_KEY AUDIO VIDEO OUTPUT"""

import sys

import requests

BASE_URL, API_KEY, AUDIO, VIDEO, OUTPUT = sys.argv[1:6]
HEADERS = {"X-API-Key": API_KEY}


def main():
    with open(AUDIO, "rb") as audio, open(VIDEO, "rb") as video:
        response = requests.post(
            f"{BASE_URL}/tasks/sync",
            headers=HEADERS,
            files={"audio": audio, "video": video},
            data={"description": "同步任务"},
            timeout=900,
            stream=True,
        )
    if response.status_code != 200:
        raise SystemExit(f"{response.status_code}: {response.text}")
    assert response.headers["Content-Type"] == "video/mp4"
    with open(OUTPUT, "wb") as out:
        for piece in response.iter_content(1 << 16):
            out.write(piece)

    with open(AUDIO, "rb") as audio:
        failed = requests.post(
            f"{BASE_URL}/tasks/sync", headers=HEADERS, files={"audio_file": audio}, timeout=60
        )
    assert 400 <= failed.status_code < 500 and failed.text, failed.status_code


main()
