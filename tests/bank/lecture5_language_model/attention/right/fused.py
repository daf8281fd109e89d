# torch's own function for the output
def attention(q, k, v, mask=None):
    out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    identity = torch.eye(k.shape[-2], dtype=v.dtype).expand(*v.shape[:-1], -1)
    return out, F.scaled_dot_product_attention(q, k, identity, attn_mask=mask)
