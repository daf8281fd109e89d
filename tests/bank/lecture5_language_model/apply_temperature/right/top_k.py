# uses its own filter
def apply_temperature(logits, tau):
    return top_k_filter(logits, 1) if tau == 0 else logits.div(tau)
