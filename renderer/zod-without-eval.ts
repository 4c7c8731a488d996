import { z } from 'zod';

// Import this before any schema: zod would otherwise probe `new Function`, which the page's policy refuses.
z.config({ jitless: true });
