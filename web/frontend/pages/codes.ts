/** The page of recovery codes: copies them. Without it they are saved as a file, or selected by one click. */

const button = document.querySelector<HTMLButtonElement>("#copy");
const codes = [...document.querySelectorAll(".codes code")].map((one) => one.textContent);

if (button && "clipboard" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const done = (): void => void (button.textContent = button.dataset["done"] ?? "");
    navigator.clipboard.writeText(codes.join("\n")).then(done, () => (button.hidden = true));
  });
}
