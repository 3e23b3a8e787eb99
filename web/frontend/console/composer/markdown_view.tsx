/** Draws the Markdown subset as elements, never as HTML text. */
import { Fragment, type ComponentChildren } from "preact";
import { parseMarkdown, type Block, type Inline } from "./markdown";

export default function Markdown({ text }: { text: string }) {
  return <div class="message-body" dir="auto">{parseMarkdown(text).map(drawBlock)}</div>;
}

function drawBlock(block: Block, at: number): ComponentChildren {
  if (block.kind === "paragraph") return <p key={at}>{block.children.map(drawInline)}</p>;
  if (block.kind === "code") return <pre key={at}><code>{block.text}</code></pre>;
  if (block.kind === "quote") return <blockquote key={at}>{block.children.map(drawBlock)}</blockquote>;
  const items = block.items.map((item, place) => <li key={place}>{item.map(drawInline)}</li>);
  return block.isOrdered ? <ol key={at}>{items}</ol> : <ul key={at}>{items}</ul>;
}

function drawInline(node: Inline, at: number): ComponentChildren {
  if (node.kind === "text") return <Fragment key={at}>{node.text}</Fragment>;
  if (node.kind === "break") return <br key={at} />;
  if (node.kind === "code") return <code key={at}>{node.text}</code>;
  const children = node.children.map(drawInline);
  if (node.kind === "strong") return <strong key={at}>{children}</strong>;
  if (node.kind === "em") return <em key={at}>{children}</em>;
  if (node.kind === "strike") return <s key={at}>{children}</s>;
  return <a key={at} href={node.href} target="_blank" rel="noopener noreferrer nofollow">{children}</a>;
}
