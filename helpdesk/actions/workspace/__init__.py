"""What admins and supervisors edit: teams, skills, agents, rules, channels, settings; and a customer's name."""

from helpdesk.actions.workspace import agents, channels, rules, settings, skills, teams

__all__ = ["agents", "channels", "rules", "settings", "skills", "teams"]
