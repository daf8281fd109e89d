# ConvTranspose doubles until large enough, then adaptive pooling
def make_upsampler(c_in, size_in, c_out, size_out):
    layers, size, c = [], size_in, c_in
    while size < size_out:
        layers += [nn.ConvTranspose2d(c, c_out, 4, 2, 1), nn.GroupNorm(1, c_out), nn.SiLU()]
        size, c = 2 * size, c_out
    if not layers:
        layers = [nn.ConvTranspose2d(c_in, c_out, 1)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(size_out), nn.Conv2d(c_out, c_out, 1))
