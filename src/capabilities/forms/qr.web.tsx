import { toDataURL } from 'qrcode';
import { useEffect, useState, type ReactElement } from 'react';

/** A QR code, drawn in the browser. */
export function QrCode({ text, label, className }: { text: string; label: string; className: string }): ReactElement {
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    let shown = true;
    void toDataURL(text, { margin: 2, width: 640, errorCorrectionLevel: 'M' }).then((drawn) => shown && setPicture(drawn));
    return () => {
      shown = false;
    };
  }, [text]);
  return picture === null ? <div className={className} /> : <img className={className} src={picture} alt={label} />;
}
