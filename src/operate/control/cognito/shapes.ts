import { z } from 'zod';

// Members that operations of user pools share, with the bounds of the Cognito API reference.
export const userPoolId = z
  .string()
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/)
  .max(55)
  .describe('The pool.');
export const clientId = z
  .string()
  .regex(/^[\w+]+$/)
  .max(128)
  .describe('The client.');
export const username = z.string().min(1).max(128).describe('The user’s name, or what it signs in by.');
export const password = z.string().min(1).max(256);
export const accessToken = z.string().min(1).max(20_000).describe('An access token of the user.');
export const code = z.string().min(1).max(2048).describe('The code that was given out.');
export const groupName = z.string().min(1).max(128).describe('The group.');
export const secretHash = z
  .string()
  .max(128)
  .optional()
  .describe('The proof that the client knows its secret.');
export const attributes = z
  .array(z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048).default('') }))
  .default([])
  .describe('Attributes, as names and values.');
export const parameters = z
  .record(z.string(), z.string().max(131_072))
  .default({})
  .describe('What the flow or the challenge needs.');
export const limit = (most: number) => z.int().min(1).max(most).default(most).describe('Items at most.');
export const marker = z.string().max(2048).optional().describe('Where the last page ended.');
