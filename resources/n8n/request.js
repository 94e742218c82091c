// The request to Gemini: what the kind of job asks for, the material as data, and the file if it was fetched.
const job = $('Settings').first().json.job;
const { instructions, schema } = $input.first().json;
const clip = (text, most) => String(text ?? '').slice(0, most);
const material = Object.fromEntries(Object.entries(job.material ?? {}).map(([name, text]) => [name, clip(text, 4000)]));
const count = Math.min(Math.max(Math.trunc(Number(job.params?.count)) || 5, 1), 20);

const parts = [{ text: JSON.stringify(material) }];
if (job.file) parts.push({ text: JSON.stringify({ nama_berkas: clip(job.file.name, 300) }) });
if ($('As base64').isExecuted) {
  parts.push({ inlineData: { mimeType: job.file.media_type, data: $('As base64').first().json.data } });
}
return [{ json: { request: {
  systemInstruction: { parts: [{ text: instructions.replace('{count}', count) }] },
  contents: [{ role: 'user', parts }],
  generationConfig: { temperature: 0.2, maxOutputTokens: 16384, responseMimeType: 'application/json', responseSchema: schema },
} } }];
