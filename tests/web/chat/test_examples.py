"""What the documentation tells sites to run makes proofs that the desk believes."""

import json
import runpy
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk import db
from helpdesk.actions import visitor_identity
from helpdesk.models import Channel
from tests.cast import Desk
from tests.sites import new_secret

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
USER = {"id": "vera-1", "name": "Віра «Vera»", "email": "vera.new@shop.example"}

Make = Callable[[str, str], tuple[str, str]]


def by_python(secret: str, key: str) -> tuple[str, str]:
    made = runpy.run_path(str(EXAMPLES / "identify.py"))
    return made["chat_token"](secret, key, USER), made["user_hash"](secret, USER["id"])


def by_javascript(secret: str, key: str) -> tuple[str, str]:
    given = json.dumps([secret, key, USER])
    script = f"""import {{ chatToken, userHash }} from {json.dumps((EXAMPLES / "identify.mjs").as_uri())};
const [secret, key, user] = {given};
console.log(JSON.stringify([chatToken(secret, key, user), userHash(secret, user.id)]));"""
    return _said(["node", "--input-type=module", "-e", script])


def by_php(secret: str, key: str) -> tuple[str, str]:
    script = f"""require {json.dumps(str(EXAMPLES / "identify.php"))};
[$secret, $key, $user] = json_decode({json.dumps(json.dumps([secret, key, USER], ensure_ascii=False))}, true);
echo json_encode([chat_token($secret, $key, $user), user_hash($secret, $user['id'])]);"""
    return _said(["php", "-r", script.replace("\\u", "\\\\u")])


def _said(command: list[str]) -> tuple[str, str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    token, user_hash = json.loads(done.stdout)
    return token, user_hash


@pytest.mark.parametrize("make", [by_python, by_javascript, by_php])
def test_the_desk_believes_the_examples(desk: Desk, make: Make) -> None:
    _, secret = new_secret(desk)
    token, user_hash = make(secret, desk.channel_key)

    with db.reading() as session:
        channel = session.get_one(Channel, desk.channel_id)
        signed = visitor_identity.prove(session, channel, {"jwt": token})
        hashed = visitor_identity.prove(session, channel, {"user": USER["id"], "hash": user_hash})

    assert (signed.id, signed.name, signed.email, signed.has_email) == ("vera-1", USER["name"], USER["email"], True)
    assert hashed.id == "vera-1"
