// How something is meant: colours it, beside a word that says the same.

export type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'denied';
