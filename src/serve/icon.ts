/** What a browser shows in the tab: an arrow that goes through a gap. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="6" fill="#1756a9"/>
<path d="M16 4v8m0 8v8M6 16h18m-6-6 6 6-6 6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
`;
