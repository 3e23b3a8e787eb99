"""The tags of the desk by the API: what has them, another name, another tag, none."""

from collections.abc import Callable

from helpdesk import db
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.actions.tags import change_tags
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]


def tagged(desk: Desk, *names: str) -> dict[str, int]:
    """Have vera and a ticket of hers with these tags, for their ids."""
    ticket = ticket_of(visitor_writes(desk))
    with db.transaction() as session:
        change_tags(session, ticket.id, add=names, by=desk.cast.dora)
        change_profile(session, ticket.customer_id, ProfileChanges(tags=names[:1]), by=desk.cast.dora)
    return {"ticket": ticket.id}


def test_an_admin_renames_merges_and_removes_tags(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    ticket_id = tagged(desk, "vip", "gold")["ticket"]
    gold, vip = dora.get("/api/tags").json()
    assert vip == {"id": vip["id"], "name": "vip", "color": "", "tickets": 1, "customers": 1}

    taken = dora.send("PATCH", f"/api/tags/{vip['id']}", json={"name": "Gold"})
    assert (taken.status_code, taken.json()["code"], taken.json()["fields"]["other_id"]) == (
        409,
        "name_taken",
        gold["id"],
    )
    named = dora.send("PATCH", f"/api/tags/{vip['id']}", json={"name": "VIP", "seen": {"name": "vip"}})
    assert (named.status_code, named.json()["name"], named.json()["uses"]) == (200, "VIP", [])
    late = dora.send("PATCH", f"/api/tags/{vip['id']}", json={"into": gold["id"], "seen": {"name": "vip"}})
    assert late.json()["code"] == "saved_meanwhile"

    merged = dora.send("PATCH", f"/api/tags/{vip['id']}", json={"into": gold["id"]})
    assert merged.json() == {**gold, "customers": 1, "uses": []}
    assert dora.get(f"/api/tickets/{ticket_id}").json()["ticket"]["tags"] == ["gold"]
    assert dora.get(f"/api/tags/{vip['id']}").status_code == 404

    used = dora.send("DELETE", f"/api/tags/{gold['id']}")
    assert (used.status_code, used.json()["code"], used.json()["fields"]["open_tickets"]) == (409, "tag_in_use", 1)
    assert dora.send("DELETE", f"/api/tags/{gold['id']}?force=true").status_code == 204
    assert dora.get("/api/tags").json() == []


def test_one_thing_at_a_time(desk: Desk, browser: Open) -> None:
    tagged(desk, "vip")
    path = f"/api/tags/{browser('dora').get('/api/tags').json()[0]['id']}"

    for body in ({}, {"name": "gold", "into": 1}):
        assert browser("dora").send("PATCH", path, json=body).status_code in (400, 422)
    assert browser("boris").send("PATCH", path, json={"name": "gold"}).status_code == 403
