// The commit that something was registered from; a hash is shown as short as people read it.

export function Revision({ of }: { readonly of: string }) {
  const isHash = /^[0-9a-f]{40}$/.test(of);
  return (
    <code className="revision" title={of}>
      {isHash ? of.slice(0, 10) : of}
    </code>
  );
}
