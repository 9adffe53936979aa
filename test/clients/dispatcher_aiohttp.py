"""Sends work to the dispatcher and asks until it is done. Usage: BASE_URL API_KEY AUDIO VIDEO OUTPUT"""

import asyncio
import os
import sys
from urllib.parse import urljoin

import aiohttp
from aiohttp import web

BASE_URL, API_KEY, AUDIO, VIDEO, OUTPUT = sys.argv[1:6]


called_back = {}


async def listen():
    """Hears of every change of status at an address of ours."""

    async def hear(request):
        body = await request.json()
        assert {"task_id", "status", "completed_at", "error_message"} <= body.keys(), body
        called_back.setdefault(body["task_id"], []).append(body)
        return web.Response()

    app = web.Application()
    app.router.add_post("/done", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/done"


async def last_call(task_id):
    for _ in range(240):
        for body in called_back.get(task_id, []):
            if body["status"] == "completed":
                return body
        await asyncio.sleep(0.5)
    raise TimeoutError("no callback came")


def form(callback_url):
    data = aiohttp.FormData()
    data.add_field("audio_file", open(AUDIO, "rb"), filename=os.path.basename(AUDIO))
    data.add_field("video_file", open(VIDEO, "rb"), filename=os.path.basename(VIDEO), content_type="video/mp4")
    if callback_url:
        data.add_field("description", "异步任务:第一课")
        data.add_field("callback_url", callback_url)
    return data


async def run(session, callback_url=None):
    async with session.post(f"{BASE_URL}/tasks", data=form(callback_url)) as response:
        assert response.status == 200, await response.text()
        task = await response.json()
    for _ in range(480):
        async with session.get(f"{BASE_URL}/tasks/{task['task_id']}") as response:
            response.raise_for_status()
            state = await response.json()
        if state["status"] == "completed":
            return state
        if state["status"] == "failed":
            raise RuntimeError(state["error_message"])
        assert state["status"] in ("pending", "processing"), state["status"]
        await asyncio.sleep(0.5)
    raise TimeoutError(task["task_id"])


async def main():
    headers = {"Authorization": f"Bearer {API_KEY}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        listener, callback_url = await listen()
        done, _ = await asyncio.gather(run(session, callback_url), run(session))
        told = await last_call(done["task_id"])
        assert told["completed_at"] and told["error_message"] is None, told
        assert {body["status"] for body in called_back[done["task_id"]]} >= {"processing", "completed"}
        assert list(called_back) == [done["task_id"]]
        await listener.cleanup()
        async with session.get(f"{BASE_URL}/tasks/task_unknown") as response:
            assert response.status == 404, response.status
    async with aiohttp.ClientSession() as bare:
        async with bare.get(urljoin(BASE_URL, done["result_url"])) as response:
            response.raise_for_status()
            with open(OUTPUT, "wb") as out:
                async for piece in response.content.iter_chunked(1 << 16):
                    out.write(piece)


asyncio.run(main())
