/** What a template may leave to be filled; the server knows the same names, and custom fields besides. */
export const PLACES = [
  "customer.name", "customer.first_name", "customer.email", "customer.phone", "organisation.name", "ticket.number",
  "ticket.subject", "ticket.link", "agent.name", "agent.first_name", "team.name", "desk.name", "date.today",
] as const;
