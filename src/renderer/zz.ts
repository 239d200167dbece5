performance.mark('first')
