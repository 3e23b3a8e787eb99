"""What `make test` leaves to `make trials`: what takes long, but for one of each kind."""

from typing import Final

# The option of the tests that leaves out, unread, the files of which every test is long.
ONLY: Final = "--daily"
# Folders and files, each with whoever watches the same promise every day, nearer to it.
LONG: Final = (
    "tests/browser/",  # tests/web, tests/journeys and the tests of the front end in TypeScript
    "tests/channels/email/fuzz/",  # tests/channels/email/parse
    "tests/channels/email/inbound/test_disk_full.py",  # tests/helpdesk/test_storage.py
    "tests/channels/email/outbound/test_crashes.py",  # the step named below; tests/channels/email/outbound, the others
    "tests/channels/email/outbound/test_whole_desk.py",  # tests/channels/email/outbound, the others
    "tests/faults/",  # the dying of each step: tests/channels, tests/helpdesk
    "tests/helpdesk/automations/test_dying.py",  # tests/helpdesk/automations/test_by_events.py
    "tests/helpdesk/lists/test_walking.py",  # tests/helpdesk/lists/test_parts.py
    "tests/helpdesk/migrations/test_with_data.py",  # tests/helpdesk/migrations/test_schema.py
    "tests/helpdesk/news/test_dying.py",  # tests/helpdesk/news, the others
    "tests/helpdesk/reports/test_equal_the_event_log.py",  # tests/helpdesk/reports, the others
    "tests/helpdesk/reports/test_kept_through_deaths.py",  # tests/helpdesk/reports, the others
    "tests/journeys/test_snapshot_plus_events.py",  # the kinds named below; the front end's tests in TypeScript
    "tests/routing/replay/test_simulated_past.py",  # tests/routing/replay, the others
    "tests/routing/test_simulate.py",  # tests/routing/replay
    "tests/routing/test_two_workers.py",  # tests/routing/test_jobs.py
    # the same on SQLite
    "tests/runtime/seeding/test_seed.py::test_a_seeded_desk_keeps_every_promise_on_both_databases[postgresql]",
    "tests/runtime/test_backup.py",  # tests/runtime/test_backup_schedule.py
    "tests/runtime/test_backup_folder.py",  # the same
    "tests/runtime/test_idle_cost.py",
    "tests/runtime/test_up_ends.py",  # tests/runtime/test_up.py
    "tests/runtime/test_demo.py",  # tests/runtime/test_demo_people.py
    # mails in a browser; the same mails without one: tests/security/test_02_mutation.py, test_06_mail_html.py
    "tests/security/test_01_html_mail.py",
    "tests/security/test_07_mail_overlay.py",
    "tests/security/test_08_tracking.py",
    "tests/security/test_56_search_patterns.py",  # tests/helpdesk/search
    "tests/tools/test_bytecode.py",
    # the other ways of it
    "tests/tools/test_frontend.py::test_where_node_is_old_or_not_whole_our_own_is_installed[old node]",
    "tests/tools/test_packages.py",
)
STILL_DAILY: Final = (
    # a visitor asks, an agent answers, and it is seen: in browsers
    "tests/browser/test_first_journey.py::test_the_setup_link_works_once",
    "tests/browser/test_first_journey.py::test_a_visitors_message_appears_by_itself_classified_and_assigned",
    "tests/browser/test_first_journey.py::test_the_answer_reaches_the_visitor_and_seen_marks_go_both_ways",
    # what a screen makes of events is what the desk answers: for messages
    "tests/helpdesk/reports/test_kept_through_deaths.py",  # tests/helpdesk/reports, the others
    "tests/journeys/test_snapshot_plus_events.py::test_every_event_kind_has_its_story",
    "tests/helpdesk/reports/test_kept_through_deaths.py",  # tests/helpdesk/reports, the others
    "tests/journeys/test_snapshot_plus_events.py::test_the_snapshot_before_and_the_events_make_the_snapshot_after[message.",
    # a crash; a round of faults over web chat, mail and Telegram is tests/runtime/test_faults_command.py
    "tests/faults/test_crash_points.py::test_nothing_is_lost_or_doubled_by_a_crash[relay.after_number]",
    "tests/faults/test_nemesis.py",
    "tests/channels/email/outbound/test_crashes.py::test_a_mail_of_the_desk_is_not_sent_twice_either",
)


def is_long(node_id: str) -> bool:
    """Say whether a test is left to `make trials`."""
    return node_id.startswith(LONG) and not node_id.startswith(STILL_DAILY)


def is_wholly_long(file: str) -> bool:
    """Say whether every test of a file, named from the checkout's folder, is left to `make trials`."""
    return file.startswith(LONG) and file not in {name.partition("::")[0] for name in STILL_DAILY}
