/** An XML element whose namespaces are already resolved: `w:p` whatever prefix the file chose. */
export type XmlNode = {
  readonly name: string;
  /** By local name; OOXML never gives one element two attributes of the same local name that matter here. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
};

export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((each) => each.name === name);
}

export function childrenNamed(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return node?.children.filter((each) => each.name === name) ?? [];
}

/** The `w:val` of a child element, the way OOXML writes nearly every property. */
export function valueOf(node: XmlNode | undefined, name: string): string | undefined {
  return child(node, name)?.attributes.val;
}

export function numberOf(node: XmlNode | undefined, name: string): number | undefined {
  const value = valueOf(node, name);
  return value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** A toggle such as `<w:vanish/>`: present means on unless it says 0, false or off. */
export function isOn(node: XmlNode | undefined, name: string): boolean | undefined {
  const found = child(node, name);
  return found === undefined ? undefined : !['0', 'false', 'off', 'none'].includes(found.attributes.val ?? '1');
}

/** Word wraps what older versions cannot show; the first choice is what it shows itself. */
export function chosenOf(alternate: XmlNode): XmlNode | undefined {
  return child(alternate, 'mc:Choice') ?? child(alternate, 'mc:Fallback');
}
