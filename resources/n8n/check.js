// What Gemini answered, judged: {outcome: 'complete', result} | {outcome: 'fail', reason, detail} | {outcome: 'retry', wait_s}.
// Nothing is passed on that was not asked for; every text is cleaned and cut.
const settings = $('Settings').first().json;
const job = settings.job;
const answer = $input.first().json;
const FIELDS = { MATERIAL_TITLE: 300, MATERIAL_DESC: 4000, MATERIAL_TYPE: 100, MATERIAL_LEVEL: 100, MATERIAL_THEME: 200, MATERIAL_SUBTHEME: 200, SUBJECT_NAME: 200 };
const ASKED = { analysis: Object.keys(FIELDS), description: ['MATERIAL_DESC'] };
const BLOCKED = ['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY'];
const MOST_CHARACTERS = 1000000;

class Refused extends Error {
  constructor(reason, detail) { super(detail); this.reason = reason; }
}

const text = (value, most) => (typeof value === 'string' ? value : '')
  .toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim().slice(0, most).toWellFormed().replace(/\uFFFD$/, '');

function parsed(raw, detail) {
  try { return JSON.parse(raw); } catch { throw new Refused('garbage', detail); }
}

function said(body) {
  if (body.length > MOST_CHARACTERS) throw new Refused('too_large', `Jawaban Gemini terlalu panjang (${body.length} karakter).`);
  const reply = parsed(body, 'Jawaban Gemini bukan JSON.');
  const candidate = reply?.candidates?.[0];
  const block = reply?.promptFeedback?.blockReason ?? (BLOCKED.includes(candidate?.finishReason) ? candidate.finishReason : null);
  if (block) throw new Refused('rejected', `Gemini menolak isi materi ini (${text(block, 40)}).`);
  if (candidate?.finishReason === 'MAX_TOKENS') throw new Refused('garbage', 'Jawaban Gemini terpotong (MAX_TOKENS).');
  const written = (candidate?.content?.parts ?? []).filter((part) => !part.thought).map((part) => part.text ?? '').join('');
  if (!written) throw new Refused('garbage', 'Jawaban Gemini kosong.');
  return { model: text(reply.modelVersion, 100) || settings.model, content: parsed(written, 'Isi jawaban Gemini bukan JSON.') };
}

function proposals(content) {
  const found = {};
  for (const name of ASKED[job.kind]) {
    const value = text(content?.[name]?.value, FIELDS[name]);
    const confidence = Math.min(Math.max(Number(content?.[name]?.confidence) || 0, 0), 1);
    if (value) found[name] = { value, confidence, where: text(content[name].where, 200) };
  }
  if (!Object.keys(found).length) throw new Refused('garbage', 'Tidak ada usulan yang dapat dipakai dalam jawaban Gemini.');
  return { proposals: found };
}

function question(one) {
  const options = (Array.isArray(one?.options) ? one.options : []).slice(0, 6).map((option) => text(option, 500));
  const found = { question_text: text(one?.question_text, 2000), options, correct_answer: text(one?.correct_answer, 500), explanation: text(one?.explanation, 1000) };
  const usable = found.question_text && options.length >= 2 && options.every(Boolean) && new Set(options).size === options.length;
  return usable && options.includes(found.correct_answer) ? [found] : [];
}

function questions(content) {
  const found = (Array.isArray(content?.questions) ? content.questions : []).slice(0, 20).flatMap(question);
  if (!found.length) throw new Refused('garbage', 'Tidak ada soal yang dapat dipakai dalam jawaban Gemini.');
  return { questions: found };
}

function judged() {
  const status = answer.statusCode;
  if (status !== 200) {
    if (![undefined, 429, 500, 502, 503, 504].includes(status)) throw new Refused('model_error', `Gemini menolak permintaan (HTTP ${status}).`);
    if ($runIndex + 1 < settings.tries) return { outcome: 'retry', wait_s: Math.min(settings.backoff_s * 3 ** $runIndex, 60) };
    if (status === 429) throw new Refused('quota', `Kuota Gemini habis (HTTP 429, ${settings.tries} kali dicoba).`);
    throw new Refused('model_error', `Gemini tidak menjawab dengan benar (${status ? `HTTP ${status}` : 'tidak ada jawaban'}, ${settings.tries} kali dicoba).`);
  }
  const { model, content } = said(String(answer.data ?? ''));
  const result = { model, at: new Date().toISOString(), ...(job.kind === 'questions' ? questions(content) : proposals(content)) };
  return { outcome: 'complete', result };
}

try {
  return [{ json: judged() }];
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  return [{ json: { outcome: 'fail', reason: error.reason, detail: error.message } }];
}
