/** The link by which a customer sees their ticket without signing in. */
import { api } from "../api";
import { t } from "../text";
import { tell, toast } from "../toasts";

interface Given {
  readonly url: string;
  readonly address: string;
}

/** Plain http has no clipboard: then the toast shows what to take along. */
export async function copyCustomerLink(ticketId: number): Promise<void> {
  try {
    const { url, address } = await api<Given>("POST", `/api/tickets/${ticketId}/customer-link`, {});
    await (navigator.clipboard?.writeText(url).then(() => toast(t("customer_link.copied", { address }))) ?? toast(url));
  } catch (error) {
    tell(error);
  }
}

export async function withdrawCustomerLinks(ticketId: number): Promise<void> {
  await api("DELETE", `/api/tickets/${ticketId}/customer-link`).then(() => toast(t("customer_link.withdrawn")), tell);
}
