# a prompt that is a list, a heap
import heapq


def beam_search(log_probs, prompt, n_beams, n, eos=None, alpha=0.0):
    start = [int(token) for token in prompt]
    live, done = [(0.0, [])], []
    for _ in range(n):
        grown = ((total + float(value), [*new, token]) for total, new in live for token, value in enumerate(log_probs(torch.tensor(start + new))))
        live = []
        for item in heapq.nlargest(n_beams, grown):
            (done if item[1][-1] == eos else live).append(item)
    total, new = max(done + live, key=lambda item: item[0] / len(item[1]) ** alpha)
    return start + new, total / len(new) ** alpha
