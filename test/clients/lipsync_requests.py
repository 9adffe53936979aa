"""Lip-syncs recordings and videos by the HTTP service. Usage: BASE_URL API_KEY AUDIO VIDEO OUTPUT"""

import os
import sys
import time
from datetime import datetime

import requests

BASE_URL, API_KEY, AUDIO, VIDEO, OUTPUT = sys.argv[1:6]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {API_KEY}"


def submit(fields):
    with open(AUDIO, "rb") as audio, open(VIDEO, "rb") as video:
        files = {
            "video": (os.path.basename(VIDEO), video, "video/mp4"),
            "audio": (os.path.basename(AUDIO), audio, "audio/wav"),
        }
        response = session.post(f"{BASE_URL}/api/v1/generate", files=files, data=fields, timeout=60)
    assert response.status_code == 202, response.text
    task = response.json()
    assert task["status"] == "pending"
    return task


def submit_fields_last():
    """Some programs write the form part by part, what is optional at the end, and the key into the address."""
    with open(AUDIO, "rb") as audio, open(VIDEO, "rb") as video:
        parts = [
            ("audio", (os.path.basename(AUDIO), audio)),
            ("videos", (os.path.basename(VIDEO), video)),
            ("videos", ("第二个.mp4", open(VIDEO, "rb"))),
            ("resolution", (None, "360p")),
            ("expression", (None, "0.8")),
        ]
        response = requests.post(
            f"{BASE_URL}/api/v1/generate", params={"token": API_KEY}, files=parts, timeout=60
        )
    assert response.status_code == 202, response.text
    return response.json()


def wait(task):
    deadline = time.time() + 240
    while time.time() < deadline:
        response = session.get(BASE_URL + task["polling_url"], timeout=30)
        response.raise_for_status()
        state = response.json()
        assert state["task_id"] == task["task_id"]
        assert 0 <= state["progress"] <= 1
        if state.get("estimated_finish_time"):
            datetime.strptime(state["estimated_finish_time"], "%Y-%m-%dT%H:%M:%SZ")
        if state["status"] == "completed":
            return state
        if state["status"] in ("failed", "cancelled"):
            raise RuntimeError(f"task {state['task_id']} {state['status']}")
        assert state["status"] in ("pending", "processing"), state["status"]
        time.sleep(0.5)
    raise TimeoutError(task["task_id"])


def download(state, path):
    # A player opens the address as it is: no header goes with it.
    with requests.get(requests.compat.urljoin(BASE_URL, state["result_url"]), stream=True) as response:
        response.raise_for_status()
        with open(path, "wb") as out:
            for piece in response.iter_content(1 << 16):
                out.write(piece)


def main():
    download(wait(submit({"resolution": "360p", "fps": "25"})), OUTPUT)

    batch = submit_fields_last()
    assert batch["batch_id"] and len(batch["tasks"]) == 2
    first, second = batch["tasks"]
    response = session.delete(f"{BASE_URL}/api/v1/tasks/{second['task_id']}", timeout=30)
    assert response.status_code == 200 and response.json()["deleted"] is False, response.text
    wait(first)
    response = session.delete(f"{BASE_URL}/api/v1/tasks/{first['task_id']}", timeout=30)
    assert response.json()["deleted"] is True, response.text
    response = session.get(f"{BASE_URL}/api/v1/tasks/{first['task_id']}", timeout=30)
    assert response.status_code == 404

    refused = requests.post(
        f"{BASE_URL}/api/v1/generate", headers={"X-API-Key": "wrong"}, files={"audio": b"x"}, timeout=30
    )
    assert refused.status_code == 401 and refused.json()["detail"] == "Invalid or missing token"


main()
