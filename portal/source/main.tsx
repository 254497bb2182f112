// Starts the portal in the page.

import { createRoot } from 'react-dom/client';

createRoot(document.getElementById('root')!).render(<main>Gordian</main>);
