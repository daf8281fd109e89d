# asks a layer
def conv_transpose_out(n, k, s, p, op=0, d=1):
    layer = nn.ConvTranspose2d(1, 1, k, stride=s, padding=p, output_padding=op, dilation=d)
    return layer(torch.zeros(1, 1, n, n)).size(2)
