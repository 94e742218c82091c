"""Jobs for n8n: what runs, how it went, what came of it, and what to do where it failed. Teachers see their own, the office all."""
